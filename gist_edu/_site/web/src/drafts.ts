/** Controls the learner is in the middle of changing: a drawing must not overwrite what is not sent yet. */
const drafts = new WeakSet<EventTarget>();

export const startDraft = (control: EventTarget): void => void drafts.add(control);
export const endDraft = (control: EventTarget): void => void drafts.delete(control);
export const isDraft = (control: EventTarget): boolean => drafts.has(control);
