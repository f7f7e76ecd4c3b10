// The secret of a link stands behind the # of the address, which browsers don't send: it goes into the form, and out of sight.
export function begin(form) {
  const secret = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (secret) form.elements.secret.value = secret;
}
