// The web font of our own pages. The library does not bring it: a shop keeps its own type.

import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
