/** One drawn view: title, problem, blocks, and the region that is read out after an event. */
import { Blocks } from "./blocks";
import { type Surroundings, SurroundingsProvider } from "./surroundings";
import type { View } from "./view";

/** `turn` counts events: the same sentence twice is a new element, so it is read out twice. */
export function App({ view, turn, around }: { view: View; turn: number; around: Surroundings }) {
  const titleId = `${around.prefix}-title`;
  return <SurroundingsProvider value={around}>
    <section class="gist-view" aria-labelledby={titleId} tabIndex={-1}>
      <h3 class="gist-title" id={titleId}>{view.title}</h3>
      {view.error ? <p class="gist-problem" role="alert">{view.error}</p> : null}
      <div class="gist-stack"><Blocks blocks={view.blocks} /></div>
      <p class="gist-live" role="status">{view.announce ? <span key={turn}>{view.announce}</span> : null}</p>
    </section>
  </SurroundingsProvider>;
}
