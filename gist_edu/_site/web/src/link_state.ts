/** A simulator's state in the page's address: `#gist.risk=<base64url of JSON>`. Nothing is sent anywhere. */

/** Name and value of each part of a fragment. */
function parts(hash: string): [string, string][] {
  const text = hash.replace(/^#/, "").replace(/%3D/gi, "=").replace(/%26/g, "&");
  return text.split("&").filter(Boolean).map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  });
}

/** The state for `name`: undefined when the fragment holds none, null when it cannot be read. */
export function readState(hash: string, name: string): unknown {
  const found = parts(hash).find(([key]) => key === `gist.${name}`);
  return found ? decode(found[1]) : undefined;
}

/** The fragment that carries `stateJson` for `name`. */
export function fragment(name: string, stateJson: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(stateJson)) bytes += String.fromCharCode(byte);
  return `#gist.${name}=${btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
}

/** The fragment without the state of `name`. */
export function without(hash: string, name: string): string {
  const rest = parts(hash).filter(([key]) => key !== `gist.${name}`).map(([key, value]) => (value ? `${key}=${value}` : key));
  return rest.length ? `#${rest.join("&")}` : "";
}

function decode(text: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) ?? null;
  } catch {
    return null;
  }
}
