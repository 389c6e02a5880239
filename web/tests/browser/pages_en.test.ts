import { describe } from 'vitest';

import { tellPages } from './pages.ts';

describe('every page in English', () => tellPages('en-US'));
