import { describe } from 'vitest';

import { tellPages } from './pages.ts';

describe('every page in Korean', () => tellPages('ko-KR'));
