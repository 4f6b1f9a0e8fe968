// Mends what the framework's page lacks: language, single-key shortcuts, news to screen readers, a
// name for the tab and an address that survives a log-in.
// The server puts `const STRINGS = {exact, roles, patterns}` in front of this text.
//
// What the app writes for this script to read:
//   [data-app-lang="sv"|"en"]   the language of the page; without one it is Swedish
//   .app-announce               text to read aloud; the last one in the document counts, and a new
//                               data-announce-id makes the same words count as news
//   .app-announce-done          the same for what a press came to
//   [data-app-place]            where in the app one is: at another place the view begins at its top
//   .st-key-sign-in…            a button that leads to a log-in: come back to this address after it

const ATTRIBUTES = ["aria-label", "placeholder", "title", "alt", "aria-roledescription"];
const APP_CONTENT = [
  "[data-testid=stMarkdown]", "[data-testid=stHtml]", "[data-testid=stTable]",
  "#app-status", "canvas", "code", "script", "style",
].join(",");
const SHORTCUTS = new Set(["r", "c"]);
const TAB_KEY = "app-tab";
const ADDRESS_KEY = "app-address";
const SIGN_IN = "[class*=st-key-sign-in]";

const exact = new Map(Object.entries(STRINGS.exact));
const roles = new Map(Object.entries(STRINGS.roles));
const patterns = STRINGS.patterns.map(([pattern, text]) => [new RegExp(pattern), text]);
const anyPattern = new RegExp(STRINGS.patterns.map(([pattern]) => pattern).join("|"));
const originals = new WeakMap(); // node → {key: [English, Swedish]}, so that English can come back

let language = "sv";
let lastNews = "";
let lastDone = "";
let place = null;

function inSwedish(key, text) {
  if (key === "aria-roledescription") return roles.get(text);
  const found = exact.get(text);
  if (found !== undefined || !anyPattern.test(text)) return found;
  const [pattern, replacement] = patterns.find(([pattern]) => pattern.test(text));
  return text.replace(pattern, replacement);
}

function wanted(node, key, current) {
  if (language === "sv") {
    const swedish = inSwedish(key, current);
    if (swedish !== undefined) {
      originals.set(node, { ...originals.get(node), [key]: [current, swedish] });
    }
    return swedish;
  }
  const [english, swedish] = originals.get(node)?.[key] ?? [];
  return current === swedish ? english : undefined;
}

function mendText(node) {
  if (node.parentElement instanceof SVGElement) return; // a chart's texts are the app's own
  const text = wanted(node, "text", node.nodeValue);
  if (text !== undefined && text !== node.nodeValue) node.nodeValue = text;
}

function mendAttribute(element, name) {
  const current = element.getAttribute(name);
  const text = current === null ? undefined : wanted(element, name, current);
  if (text !== undefined && text !== current) element.setAttribute(name, text);
}

function isAppContent(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return Boolean(element?.closest(APP_CONTENT));
}

const rejectAppContent = (node) =>
  node.nodeType === Node.ELEMENT_NODE && node.matches(APP_CONTENT)
    ? NodeFilter.FILTER_REJECT
    : NodeFilter.FILTER_ACCEPT;

function mendTree(root) {
  if (isAppContent(root)) return;
  const walker = document.createTreeWalker(
    root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, rejectAppContent,
  );
  for (let node = root; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) mendText(node);
    else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of ATTRIBUTES) mendAttribute(node, name);
    }
  }
}

function mendRecord(record) {
  if (record.type === "childList") record.addedNodes.forEach(mendTree);
  else if (isAppContent(record.target)) return;
  else if (record.type === "characterData") mendText(record.target);
  else mendAttribute(record.target, record.attributeName);
}

function followLanguage() {
  const marker = [...document.querySelectorAll("[data-app-lang]")].at(-1);
  const chosen = marker?.dataset.appLang === "en" ? "en" : "sv";
  if (chosen === language) return;
  language = chosen;
  document.documentElement.lang = chosen;
  mendTree(document.body);
}

function announce() {
  const marker = [...document.getElementsByClassName("app-announce")].at(-1);
  const status = document.getElementById("app-status");
  if (!marker || !status) return;
  const text = marker.textContent.trim();
  const news = `${marker.dataset.announceId ?? ""}|${text}`;
  if (news === lastNews) return;
  lastNews = news;
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50); // emptied first: equal words are read again
}

// What a press came to is news of its own: it neither hides the answer's text nor has it read again.
function announceDone() {
  const marker = [...document.getElementsByClassName("app-announce-done")].at(-1);
  const status = document.getElementById("app-status");
  if (!marker || !status || marker.dataset.announceId === lastDone) return;
  lastDone = marker.dataset.announceId;
  setTimeout(() => { status.textContent = marker.textContent.trim(); }, 100);
}

// Another page, or an answer opened from one, begins at its top, wherever one had scrolled to.
function followPlace() {
  const marker = [...document.querySelectorAll("[data-app-place]")].at(-1);
  if (!marker || marker.dataset.appPlace === place) return;
  const first = place === null;
  place = marker.dataset.appPlace;
  if (!first) setTimeout(showTop, 350);
}

function showTop() {
  const open = [...document.querySelectorAll("[data-testid=stChatMessage]")].at(-2);
  if (place.startsWith("ask") && open) open.scrollIntoView({ block: "start" });
  else document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}

function swallowShortcut(event) {
  const alone = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (alone && SHORTCUTS.has(event.key?.toLowerCase())) event.stopPropagation();
}

// The framework listens on `document`; everything inside the page has had the key by then.
document.documentElement.addEventListener("keydown", swallowShortcut);

// What belongs to this tab alone; storage may be switched off.
function recall(key) {
  try { return sessionStorage.getItem(key); } catch { return null; }
}

function remember(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch { /* then it is forgotten at the next load */ }
}

// The framework comes back from a log-in to the bare page. Only the part from "?" on is kept.
function bringBackAddress() {
  const kept = recall(ADDRESS_KEY);
  remember(ADDRESS_KEY, "");
  if (!kept || location.search) return;
  const address = new URL(location.href);
  address.search = kept;
  history.replaceState(history.state, "", address);
}

function keepAddress(event) {
  if (event.target.closest?.(SIGN_IN)) remember(ADDRESS_KEY, location.search);
}

document.addEventListener("click", keepAddress, true);

// The tab's name survives a reload, and goes to the server with every connection.
let tab = recall(TAB_KEY);
let stream = null;
let waiting = null;
const mayBeCopy = tab !== null && performance.getEntriesByType("navigation")[0]?.type !== "reload";

function renameTab() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  tab = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  remember(TAB_KEY, tab);
}

function nameConnections() {
  window.WebSocket = new Proxy(window.WebSocket, {
    construct(Socket, [address, ...others], target) {
      const url = new URL(address, location.href);
      if (url.host !== location.host || !url.pathname.endsWith("/_stcore/stream")) {
        return Reflect.construct(Socket, [address, ...others], target);
      }
      url.searchParams.set("tab", tab);
      if (stream) catchUp();
      stream = Reflect.construct(Socket, [url.href, ...others], target);
      return stream;
    },
  });
}

// A connection that was lost and came back may meet a server that knows nothing of the page: a press
// in a part of it would then lead nowhere. The whole page is run again, which brings back what was
// kept. The key goes to the framework past our own listener.
function catchUp() {
  clearInterval(waiting);
  waiting = setInterval(() => {
    if (!document.querySelector("[data-test-connection-state=CONNECTED]")) return;
    clearInterval(waiting);
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "r", code: "KeyR", bubbles: true }));
  }, 100);
}

// A duplicated tab is given a copy of the name; the tab that still lives with it objects.
function partFromCopies() {
  const tabs = new BroadcastChannel("app-tabs");
  let here = true;
  let asking = mayBeCopy;
  addEventListener("pagehide", () => { here = false; });
  addEventListener("pageshow", () => { here = true; });
  tabs.onmessage = ({ data }) => {
    if (!here || data.tab !== tab) return;
    if (data.taken && asking) {
      asking = false;
      renameTab();
      stream?.close(); // the framework connects again, under the new name
    } else if (!data.taken) tabs.postMessage({ tab, taken: true });
  };
  if (asking) tabs.postMessage({ tab, taken: false });
}

// A small window stands last in the document, far from the button that opens it: whoever opened it
// with the keyboard is taken into it, and back when it closes. It can be scrolled with the keyboard.
let opener = null;

function followIntoWindow(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const body = node.querySelector("[data-testid=stPopoverBody]");
  if (!body) return;
  body.tabIndex = 0;
  const at = document.activeElement;
  if (!at?.matches("[data-testid=stPopoverButton]:focus-visible")) return;
  opener = at;
  body.focus({ preventScroll: true });
}

function comeBackFromWindow(node) {
  if (node.nodeType !== Node.ELEMENT_NODE || !opener) return;
  if (!node.querySelector("[data-testid=stPopoverBody]")) return;
  if (opener.isConnected && document.activeElement === document.body) opener.focus();
  opener = null;
}

// A field sends what was written in it when it is left, and Escape takes the field away first.
document.addEventListener(
  "keydown",
  (event) => {
    const field = document.activeElement;
    if (event.key === "Escape" && field?.closest("[data-testid=stPopoverBody]")) field.blur();
  },
  true,
);

bringBackAddress();
if (tab === null) renameTab();
nameConnections();
partFromCopies();

new MutationObserver((records) => {
  followLanguage();
  for (const record of records) {
    mendRecord(record);
    record.addedNodes.forEach(followIntoWindow);
    record.removedNodes.forEach(comeBackFromWindow);
  }
  announce();
  announceDone();
  followPlace();
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: [...ATTRIBUTES, "data-app-lang", "data-announce-id"],
});
