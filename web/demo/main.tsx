import '../shared/fonts.ts';
import '../checkout/checkout.css';
import './shop.css';

import { createRoot } from 'react-dom/client';

import { applyTheme, storedTheme } from '../shared/theme.ts';
import { Shop } from './shop.tsx';

applyTheme(storedTheme());
createRoot(document.getElementById('root')!).render(<Shop />);
