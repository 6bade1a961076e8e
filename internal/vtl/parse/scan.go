package parse

// scanner looks ahead without consuming tokens, as the parsers that JavaCC generates do: at most
// limit new tokens, beyond which everything matches.
type scanner struct {
	p     *parser
	at    *token
	last  *token // the furthest token looked at
	limit int
	depth int
}

const unlimited = int(^uint(0) >> 1)

// enough is panicked with when the limit is reached while everything matched so far.
type enough struct{}

// maxScans bounds the tokens that a parse may look at ahead: brackets in brackets take time that
// doubles with each level.
const maxScans = 2_000_000

// lookahead says whether the production matches the next tokens, of which at most limit count.
func (p *parser) lookahead(limit int, production func(*scanner) bool) (ok bool) {
	s := &scanner{p: p, at: p.token, last: p.token, limit: limit}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case enough:
			ok = true
		default:
			panic(r)
		}
	}()
	return production(s)
}

// tok matches one token.
func (s *scanner) tok(k kind) bool {
	if s.p.scans++; s.p.scans > maxScans {
		s.p.fail(s.at.begin, "the expression is nested in too many brackets to be parsed")
	}
	next := s.p.after(s.at)
	if s.at == s.last {
		s.limit--
		s.last = next
	}
	s.at = next
	if next.kind != k {
		return false
	}
	if s.limit == 0 && s.at == s.last {
		panic(enough{})
	}
	return true
}

// opt matches the production or nothing.
func (s *scanner) opt(production func(*scanner) bool) {
	at := s.at
	if !production(s) {
		s.at = at
	}
}

func (s *scanner) optTok(k kind) {
	at := s.at
	if !s.tok(k) {
		s.at = at
	}
}

// many matches the production as often as it can.
func (s *scanner) many(production func(*scanner) bool) {
	for {
		at := s.at
		if !production(s) {
			s.at = at
			return
		}
	}
}

// one matches the first of the productions that matches.
func (s *scanner) one(productions ...func(*scanner) bool) bool {
	at := s.at
	for _, production := range productions {
		s.at = at
		if production(s) {
			return true
		}
	}
	return false
}

func is(k kind) func(*scanner) bool { return func(s *scanner) bool { return s.tok(k) } }

// scanReference remembers what it finds when it may look as far as it likes: the result is then the
// same for all lookaheads, and brackets in brackets would otherwise be looked at over and over.
func scanReference(s *scanner) bool {
	if s.limit <= unlimited/2 {
		return scanReferenceAnew(s)
	}
	first := s.p.after(s.at)
	if m := &first.reference; m.known {
		if m.last != nil {
			s.at = m.last
		}
		return m.last != nil
	}
	ok := scanReferenceAnew(s)
	first.reference.known = true
	if ok {
		first.reference.last = s.at
	}
	return ok
}

func scanReferenceAnew(s *scanner) bool {
	if s.depth++; s.depth > maxNesting {
		s.p.fail(s.at.begin, "parts are nested more than %d deep", maxNesting)
	}
	defer func() { s.depth-- }()
	plain := func(s *scanner) bool {
		if !s.tok(tokIdentifier) {
			return false
		}
		s.many(scanIndex)
		s.many(scanStep)
		return true
	}
	return s.one(plain, func(s *scanner) bool {
		return s.tok(tokLCurly) && plain(s) && s.tok(tokRCurly)
	})
}

func scanIndex(s *scanner) bool {
	if !s.tok(tokIndexLBracket) {
		return false
	}
	s.optTok(tokWhitespace)
	if !s.one(is(tokString), is(tokInteger), is(tokTrue), is(tokFalse), scanReference) {
		return false
	}
	s.optTok(tokWhitespace)
	return s.tok(tokIndexRBracket)
}

func scanStep(s *scanner) bool {
	if !s.tok(tokDot) || !s.one(scanMethod, is(tokIdentifier)) {
		return false
	}
	s.many(scanIndex)
	return true
}

func scanMethod(s *scanner) bool {
	if !s.tok(tokIdentifier) || !s.tok(tokLParen) {
		return false
	}
	s.opt(scanParameters)
	return s.tok(tokRefModRParen)
}

func scanParameters(s *scanner) bool {
	if !scanParameter(s) {
		return false
	}
	s.many(func(s *scanner) bool { return s.tok(tokComma) && scanParameter(s) })
	return true
}

func scanParameter(s *scanner) bool {
	if s.depth++; s.depth > maxNesting {
		s.p.fail(s.at.begin, "parts are nested more than %d deep", maxNesting)
	}
	defer func() { s.depth-- }()
	s.optTok(tokWhitespace)
	if !s.one(is(tokString), is(tokInteger), scanRange, scanMap, scanList, is(tokTrue), is(tokFalse), scanReference, is(tokFloat)) {
		return false
	}
	s.optTok(tokWhitespace)
	return true
}

// scanRangeStart distinguishes a range from a list.
func scanRangeStart(s *scanner) bool {
	if !s.tok(tokLBracket) {
		return false
	}
	s.optTok(tokWhitespace)
	if !s.one(scanReference, is(tokInteger)) {
		return false
	}
	s.optTok(tokWhitespace)
	return s.tok(tokDoubleDot)
}

func scanRange(s *scanner) bool {
	if !scanRangeStart(s) {
		return false
	}
	s.optTok(tokWhitespace)
	if !s.one(scanReference, is(tokInteger)) {
		return false
	}
	s.optTok(tokWhitespace)
	return s.tok(tokRBracket)
}

func scanList(s *scanner) bool {
	if !s.tok(tokLBracket) {
		return false
	}
	s.opt(scanParameters)
	return s.tok(tokRBracket)
}

func scanMapEntry(s *scanner) bool {
	return scanParameter(s) && s.tok(tokColon) && scanParameter(s)
}

func scanMapEntries(s *scanner) bool {
	if !scanMapEntry(s) {
		return false
	}
	s.many(func(s *scanner) bool { return s.tok(tokComma) && scanMapEntry(s) })
	return true
}

func scanMap(s *scanner) bool {
	if !s.tok(tokLeftCurly) {
		return false
	}
	at := s.at
	if !scanMapEntries(s) {
		s.at = at
		s.optTok(tokWhitespace)
	}
	return s.one(is(tokRightCurly), is(tokRCurly))
}

func scanNot(s *scanner) bool {
	s.optTok(tokWhitespace)
	return s.tok(tokNot) && s.one(scanNot, scanPrimary)
}

func scanPrimary(s *scanner) bool {
	s.optTok(tokWhitespace)
	return s.one(is(tokString), scanReference, is(tokInteger), scanRange, is(tokFloat), scanMap, scanList, is(tokTrue), is(tokFalse), is(tokLParen))
}

func scanDirectiveArg(s *scanner) bool {
	s.optTok(tokWhitespace)
	s.opt(func(s *scanner) bool {
		if !s.tok(tokComma) {
			return false
		}
		s.optTok(tokWhitespace)
		return true
	})
	return s.one(scanReference, is(tokWord), is(tokString), is(tokInteger), scanRange, is(tokFloat), scanMap, scanList, is(tokTrue), is(tokFalse))
}
