// The code on the screen: counts down, renews itself before its end, becomes the result when the till is paid.
import { csrf } from "./wallet.js";
import { listen } from "./stream.js";

const TICK_MS = 1000;
const AGAIN_S = 3;
const SPREAD = 0.15; // phones that began together don't renew together

export function begin(live) {
  const place = live.querySelector("#code");
  let life, renewAt, endsAt, asking = false, timer, done = false;
  const now = () => performance.now() / 1000;

  function take() {
    const card = place.querySelector("[data-life]");
    life = Number(card.dataset.renew) * (1 - SPREAD * Math.random());
    renewAt = now() + life;
    endsAt = now() + Number(card.dataset.life);
    place.querySelector("[data-renew-now]").addEventListener("click", (event) => { event.preventDefault(); renew(); });
    tick();
  }

  function tick() {
    clearTimeout(timer);
    if (done) return;
    const left = Math.max(0, renewAt - now());
    place.querySelector("[data-seconds]").textContent = Math.ceil(left);
    place.querySelector("[data-count]").textContent = live.dataset.counting.replace("#", Math.ceil(left));
    place.querySelector(".ring .left").setAttribute("stroke-dashoffset", String(100 - 100 * left / life));
    place.querySelector(".code-card").classList.toggle("over", now() >= endsAt);
    if (left === 0 && !document.hidden) renew();
    timer = setTimeout(tick, TICK_MS);
  }

  async function renew() {
    if (asking || done) return;
    asking = true;
    try {
      const body = new URLSearchParams({ account: live.dataset.account, limit: live.dataset.limit });
      const reply = await fetch("/wallet/pay/code", { method: "POST", body, headers: { "X-CSRF": csrf() } });
      if (reply.status === 401 || reply.status === 403 || reply.status === 409) { location.reload(); return; }
      if (!reply.ok) throw new Error(String(reply.status));
      const drawn = await reply.text();
      if (!done) { place.innerHTML = drawn; take(); }
    } catch {
      renewAt = now() + AGAIN_S;
      life = AGAIN_S;
      const left = Math.ceil(endsAt - now());
      place.querySelector("[data-hint]").textContent =
        left > 0 ? live.dataset.offline.replace("#", left) : live.dataset.offlineOver;
    } finally {
      asking = false;
    }
  }

  listen("pay", live.dataset.after, (news) => {
    if (!news.part) return;
    done = true;
    live.innerHTML = news.part;
    live.querySelector("h1, .figure")?.scrollIntoView({ block: "nearest" });
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(80);
  });

  // Keep the screen on while the code is to be read, where the browser can.
  let awake;
  const stay = async () => {
    try { awake = await navigator.wakeLock?.request("screen"); } catch { awake = undefined; }
    const note = place.querySelector("[data-bright]");
    if (awake && note) note.lastChild.textContent = ` ${live.dataset.awake}`;
  };
  stay();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { stay(); tick(); } });
  take();
}
