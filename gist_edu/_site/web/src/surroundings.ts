/** What the blocks must know about the place where they are drawn. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export interface Surroundings {
  /** Starts each DOM id, so that two simulators on a page never share one. */
  prefix: string;
  /** The page of an evidence address, or null where there is none yet (at build time, in JupyterLab). */
  hrefOf(address: string): string | null;
  /** The address of a page of the book, given from its root; null where there are no pages. The builder resolves `book:`. */
  pageOf(path: string): string | null;
  /** False while focus must stay where it is: at the first drawing, and when a link or a program restores a state. */
  mayMoveFocus: boolean;
}

export const BUILD_TIME: Surroundings = { prefix: "gist", hrefOf: () => null, pageOf: (path) => `book:${path}`, mayMoveFocus: false };
const Context = createContext<Surroundings>(BUILD_TIME);
export const SurroundingsProvider = Context.Provider;

export const useSurroundings = (): Surroundings => useContext(Context);

/** The DOM id of a part of a block. */
export function useId(block: string, part = ""): string {
  const { prefix } = useSurroundings();
  return part ? `${prefix}-${block}-${part}` : `${prefix}-${block}`;
}
