/** The other scripts of the site lie beside this one; classic tags, because a page opened from a folder cannot fetch. */
const base = new URL(".", (document.currentScript as HTMLScriptElement | null)?.src ?? document.baseURI).href;
const asked = new Map<string, Promise<void>>();

/** Load a script once; a later call gets the same promise. */
export function loadScript(name: string): Promise<void> {
  let promise = asked.get(name);
  if (!promise) {
    promise = new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = base + name;
      tag.onload = () => resolve();
      tag.onerror = () => reject(new Error(`${tag.src} could not be loaded`));
      document.head.append(tag);
    });
    asked.set(name, promise);
  }
  return promise;
}
