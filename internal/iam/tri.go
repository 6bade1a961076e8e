package iam

// tri is a three-valued answer: conditions on keys whose values a proof does not know may or may
// not hold.
type tri int

const (
	no tri = iota
	maybe
	yes
)

func truth(b bool) tri {
	if b {
		return yes
	}
	return no
}

func (t tri) not() tri { return yes - t }

// any3 is the three-valued "or" over n answers; all3 is the "and".
func any3(n int, answer func(int) tri) tri {
	best := no
	for i := 0; i < n && best != yes; i++ {
		best = max(best, answer(i))
	}
	return best
}

func all3(n int, answer func(int) tri) tri {
	worst := yes
	for i := 0; i < n && worst != no; i++ {
		worst = min(worst, answer(i))
	}
	return worst
}
