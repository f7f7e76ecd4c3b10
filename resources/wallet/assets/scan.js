// Reads a friend's card with the camera: by the browser's own detector where there is one, else by a decoder of ours.
const LOOK_MS = 120;
const SIDE = 640; // px: enough for a card that fills half the picture
const CARD = /^\/wallet\/people\/add$/;
const HANDLE = /^[a-z0-9][a-z0-9._-]{2,31}$/;
const PROOF = /^[0-9a-f]{16}$/;

// What a code leads to, if it is a card: always on this host, whatever address the other phone reached it by.
export function card(text) {
  let found;
  try { found = new URL(text); } catch { return ""; }
  const to = found.searchParams.get("to") ?? "", proof = found.searchParams.get("card") ?? "";
  return CARD.test(found.pathname) && HANDLE.test(to) && PROOF.test(proof) ? `${found.pathname}?to=${to}&card=${proof}` : "";
}

async function reader() {
  const kinds = await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => []);
  if (kinds?.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const { decodeQR } = await import("./qr-decode.js");
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    paper.drawImage(video, 0, 0, canvas.width, canvas.height);
    try { return decodeQR(paper.getImageData(0, 0, canvas.width, canvas.height)); } catch { return ""; }
  };
}

export async function begin(place) {
  const video = place.querySelector("video"), hint = place.querySelector(".hint");
  let stream;
  const end = () => stream?.getTracks().forEach((track) => track.stop());
  addEventListener("pagehide", end);
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch {
    return; // no secure context, no camera, or no leave: the page says what to do instead
  }
  document.querySelector("[data-no-camera]").hidden = true;
  place.hidden = false;
  hint.textContent = place.dataset.looking;
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  const look = async () => {
    if (!stream.active) return;
    const text = video.videoWidth && !document.hidden ? await read(video).catch(() => "") : "";
    const href = card(text);
    if (href) { end(); location.assign(href); return; }
    if (text) hint.textContent = place.dataset.foreign;
    setTimeout(look, LOOK_MS);
  };
  look();
}
