// What makes a box a modal dialog for the keyboard: focus goes in, stays in, and goes back.

import { useCallback, useEffect, useRef } from 'react';

// Not the `<dialog>` element: Toss's script adds its own layers (terms, easy-pay pages) to the
// body, and everything outside an element shown with `showModal()` is inert: they would be dead.
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), ' +
  'textarea:not([disabled]), iframe, [tabindex]:not([tabindex="-1"])';

/** Runs the modal focus rules on `element` for as long as the calling component is on the page. */
export function useDialog() {
  const element = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    const overlay = element.current?.parentElement;
    // Only what is on the page now is set aside: layers that come later must stay usable.
    const aside = [...document.body.children].filter(
      (child): child is HTMLElement =>
        child instanceof HTMLElement && child !== overlay && !child.inert,
    );
    for (const child of aside) child.inert = true;
    document.documentElement.classList.add('gy-locked');
    element.current?.focus();
    return () => {
      for (const child of aside) child.inert = false;
      document.documentElement.classList.remove('gy-locked');
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  const keepFocusInside = useCallback((event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !element.current) return;
    const stops = [...element.current.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const first = stops[0];
    const last = stops.at(-1);
    if (!first || !last) return;
    const current = document.activeElement;
    if (event.shiftKey && (current === first || current === element.current)) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && current === last) {
      event.preventDefault();
      first.focus();
    }
  }, []);

  return { element, keepFocusInside };
}
