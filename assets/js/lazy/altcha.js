/* The strict-CSP form of the widget: style sheet and workers are files of their own; our words, no link to its makers. */
import "altcha/external";

const worker = (name) => () => new Worker(new URL(`./${name}.js`, import.meta.url).href);
for (const algorithm of ["SHA-256", "SHA-384", "SHA-512"]) window.$altcha.algorithms.set(algorithm, worker("altcha-sha"));
for (const algorithm of ["PBKDF2/SHA-256", "PBKDF2/SHA-384", "PBKDF2/SHA-512"]) {
  window.$altcha.algorithms.set(algorithm, worker("altcha-pbkdf2"));
}

window.$altcha.i18n.set("zh-cn", {
  ariaLinkLabel: "验证",
  cancel: "取消",
  enterCode: "输入代码",
  enterCodeAria: "输入您听到的代码。按空格键播放音频。",
  enterCodeFromImage: "请输入下图中的字符。",
  error: "验证没有成功，请再试一次。",
  expired: "验证已过期，请再点一次。",
  footer: "",
  getAudioChallenge: "播放语音",
  label: "我不是机器人",
  loading: "正在加载…",
  reload: "重新加载",
  verificationRequired: "请先完成验证",
  verified: "已通过验证",
  verify: "验证",
  verifying: "正在验证…",
  waitAlert: "正在验证，请稍等。",
});
