// Following a link at once. SvelteKit waits for a repaint first, and a key pressed in that moment would be overtaken by the click.
import { goto } from '$app/navigation';

export function follow(event: MouseEvent & { currentTarget: HTMLAnchorElement }): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  void goto(event.currentTarget.pathname);
}
