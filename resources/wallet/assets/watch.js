// A page that changes when something happens: the part that is sent takes the old one's place.
import { listen } from "./stream.js";

export function begin(live) {
  if (live.dataset.after === "") return;
  listen(live.dataset.watch, live.dataset.after, (news) => {
    if (news.part) live.innerHTML = news.part;
    if (news.item) {
      live.insertAdjacentHTML("beforeend", news.item);
      live.lastElementChild.scrollIntoView({ block: "end" });
    }
    const dot = document.getElementById("unread");
    if (dot && live.dataset.watch !== "messages") dot.hidden = false;
  });
}
