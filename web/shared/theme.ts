// The colour scheme. `system` follows the device; a choice is remembered and set as `data-theme` on
// the root element, which the style sheets read through `color-scheme` and `light-dark()`.

export type Theme = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'gyeol_theme';

export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(STORAGE_KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // A browser that stores nothing still shows the theme until the page is left.
  }
}
