import { exactTime, LIVE_FORMATS, timeText } from "./relative-time";

/** The elements that ListTime renders. */
const LIVE_TIME = "time[data-live]";

/** Updates the texts of all times of a list. React has no state for them, so its next render is not disturbed. */
export function refreshTimes(root: ParentNode, now: number): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>(LIVE_TIME)) {
    const format = LIVE_FORMATS.find((name) => name === time.dataset.live) ?? "relative";
    const text = timeText(Date.parse(time.dateTime), now, format);
    if (time.firstChild && time.textContent !== text) time.firstChild.nodeValue = text;
  }
}

/** Replaces the server's tooltip, the exact time in UTC, by one in the user's time zone. */
export function localizeTime(target: Element): void {
  const time = target.closest<HTMLTimeElement>(LIVE_TIME);
  if (!time?.title) return;
  time.removeAttribute("title");
  time.dataset.tooltip = exactTime(Date.parse(time.dateTime));
}
