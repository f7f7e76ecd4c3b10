// What every page does: tell the server the time zone, keep the shell for offline, and load what a page asks for.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;

if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/wallet/worker.js", { scope: "/wallet" }).catch(() => {});
}

export const csrf = () => document.body.dataset.csrf;

export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { place.textContent = ""; }, 4000);
}

const parts = {
  "[data-pay]": "./pay.js",
  "[data-watch]": "./watch.js",
  "[data-passkey]": "./passkey.js",
  "[data-link]": "./link.js",
  "[data-scan]": "./scan.js",
};
for (const [mark, module] of Object.entries(parts)) {
  const found = document.querySelector(mark);
  if (found) import(module).then((loaded) => loaded.begin(found));
}

// A form sent twice by an impatient finger is sent once.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "yes";
  addEventListener("pageshow", () => { delete event.target.dataset.sent; }, { once: true });
});
