// A page that changes when something happens: the part that is sent takes the old one's place.
import { listen } from "./stream.js";
import { csrf } from "./wallet.js";


const seen = (number) => fetch("/wallet/messages/read", {
  method: "POST", body: new URLSearchParams({ up_to: number }), headers: { "X-CSRF": csrf() }, keepalive: true,
}).catch(() => {});

export function begin(live) {
  if (live.dataset.after === "") return;
  if (live.dataset.watch === "messages") {
    (document.getElementById("new") ?? live.lastElementChild)?.scrollIntoView({ block: "center" });
    seen(live.dataset.after);
  }
  listen(live.dataset.watch, live.dataset.after, (news) => {
    if (news.part) live.innerHTML = news.part;
    if (news.item) {
      live.insertAdjacentHTML("beforeend", news.item);
      live.lastElementChild.scrollIntoView({ block: "center" });
      if (!document.hidden) seen(live.lastElementChild.dataset.number);
    }
    if (live.dataset.watch !== "messages") for (const dot of document.querySelectorAll(".unread")) dot.hidden = false;
  });
}
