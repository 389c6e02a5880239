import '../../shared/fonts.ts';
import '../checkout.css';
import './hosted.css';

import { createRoot } from 'react-dom/client';

import { createApi } from '../../shared/api.ts';
import { applyTheme, storedTheme } from '../../shared/theme.ts';
import { HostedCheckout } from './hosted_checkout.tsx';
import { parseRoute, withoutSecret } from './route.ts';

// After an update of the server an open page may ask for a file that no longer exists.
window.addEventListener('vite:preloadError', () => location.reload());

const shown = withoutSecret(location.href);
if (shown !== location.href) history.replaceState(history.state, '', shown);

applyTheme(storedTheme());
createRoot(document.getElementById('root')!).render(
  <HostedCheckout route={parseRoute(location)} api={createApi({ baseUrl: '' })} />,
);
