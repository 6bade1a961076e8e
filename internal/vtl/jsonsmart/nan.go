package jsonsmart

import "math"

// nan is what NaN without quotes becomes: a Float.
var nan = math.NaN()
