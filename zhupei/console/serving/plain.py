"""Answers for what never reaches Django: small, static, in the visitor's words."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Answer:
    """A whole page with its status; `retry_after` in seconds."""

    status: int
    title: str
    words: str
    retry_after: int = 0

    @property
    def body(self) -> bytes:
        return PAGE.format(title=escape(self.title), words=escape(self.words)).encode()

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        retry = [(b"retry-after", str(self.retry_after).encode())] if self.retry_after else []
        length = str(len(self.body)).encode()
        return [*HEADERS, *retry, (b"content-length", length), (b"connection", b"close")]


PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
    '<h1>{title}</h1><p>{words}</p><p><a href="/">回到首页</a></p></html>\n'
)
HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
]

BROKEN = Answer(400, "这个请求不完整", "服务器没有读懂这个请求。您已保存的内容不受影响。请从首页重新进入，再试一次。")
TOO_SLOW = Answer(
    408, "网络太慢，没有收完", "您发送的内容没有按时收完，什么也没有保存。请换一个更稳定的网络，再提交一次。"
)
TOO_LARGE = Answer(413, "内容太大", "您发送的内容超过了上限，什么也没有保存。上传的文件请压缩到 10 MB 以内，再试一次。")
NOT_WANTED = Answer(413, "这里不能上传文件", "这个页面不接收文件，什么也没有保存。请登录后，在「证明材料」里上传。")
TOO_MANY = Answer(
    429, "同时上传的文件太多", "您有几个文件正在上传，这一个没有收下。请等前面的文件传完，再上传这一个。", 10
)
LONG_HEADERS = Answer(431, "请求太长", "浏览器发来的地址或 Cookie 太长。请清除本网站的 Cookie，再打开一次。")
BUSY = Answer(
    503, "现在人多，请稍候", "系统正忙，没有丢失任何内容。请等十几秒后再试，不要连续刷新。有回执编号即已提交成功。", 10
)
CROWDED = Answer(503, "现在上传的人多，请稍候", "您发送的内容没有收完，什么也没有保存。请等一分钟，再提交一次。", 60)
FAILED = Answer(500, "系统出错了", "这次没有成功，原因在我们。请稍后再试；已保存的内容不受影响。")
