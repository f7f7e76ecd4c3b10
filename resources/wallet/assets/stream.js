// The server's news, by server-sent events: the browser itself asks again where it was cut off (Last-Event-ID).
export function listen(on, after, heard) {
  let source;
  const open = () => {
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(`/wallet/events?on=${on}&after=${after}`);
    source.addEventListener("news", (event) => {
      after = event.lastEventId;
      heard(JSON.parse(event.data));
    });
    source.addEventListener("over", () => { source.close(); location.reload(); });
  };
  open();
  addEventListener("online", open);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) open(); });
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
}
