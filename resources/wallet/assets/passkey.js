// Passkeys (WebAuthn), where the browser allows them: over HTTPS, with an authenticator at hand.
import { csrf } from "./wallet.js";

const told = (text) => { document.getElementById("passkey-note").textContent = text; };

async function ask(path, body) {
  const reply = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF": csrf() },
    body: JSON.stringify(body ?? {}),
  });
  if (!reply.ok) throw new Error(String(reply.status));
  return reply.json();
}

async function signIn() {
  const { options } = await ask("/wallet/passkeys/challenge");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  await ask("/wallet/passkeys/sign-in", { challenge: options.challenge, credential: credential.toJSON() });
  location.assign("/wallet");
}

async function add() {
  const { options } = await ask("/wallet/passkeys/registration");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  await ask("/wallet/passkeys", { challenge: options.challenge, credential: credential.toJSON() });
  location.reload();
}

export function begin(button) {
  if (!window.isSecureContext || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    told("");
    button.disabled = true;
    try {
      await (button.dataset.passkey === "add" ? add() : signIn());
    } catch {
      told(button.dataset.trouble);
    } finally {
      button.disabled = false;
    }
  });
}
