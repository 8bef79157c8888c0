/* The one script of every page. Everything works without it; it only makes things quicker and calmer. */
import { Application } from "@hotwired/stimulus";
import { keepWords } from "./kept.js";
import Autosave from "./controllers/autosave.js";
import Captcha from "./controllers/captcha.js";
import Coach from "./controllers/coach.js";
import Copy from "./controllers/copy.js";
import Countdown from "./controllers/countdown.js";
import Crop from "./controllers/crop.js";
import Decision from "./controllers/decision.js";
import Dismiss from "./controllers/dismiss.js";
import Display from "./controllers/display.js";
import Focus from "./controllers/focus.js";
import Hotkeys from "./controllers/hotkeys.js";
import Menu from "./controllers/menu.js";
import Once from "./controllers/once.js";
import Order from "./controllers/order.js";
import RegionSelect from "./controllers/region_select.js";
import RevealPassword from "./controllers/reveal_password.js";
import Review from "./controllers/review.js";
import SearchSelect from "./controllers/search_select.js";
import Session from "./controllers/session.js";
import Sms from "./controllers/sms.js";
import Upload from "./controllers/upload.js";
import Viewer from "./controllers/viewer.js";

const CONTROLLERS = {
  autosave: Autosave,
  captcha: Captcha,
  coach: Coach,
  copy: Copy,
  countdown: Countdown,
  crop: Crop,
  decision: Decision,
  dismiss: Dismiss,
  display: Display,
  focus: Focus,
  hotkeys: Hotkeys,
  menu: Menu,
  once: Once,
  order: Order,
  "region-select": RegionSelect,
  "reveal-password": RevealPassword,
  review: Review,
  "search-select": SearchSelect,
  session: Session,
  sms: Sms,
  upload: Upload,
  viewer: Viewer,
};

document.documentElement.classList.add("js");
keepWords();

const application = Application.start();
for (const [name, controller] of Object.entries(CONTROLLERS)) application.register(name, controller);
