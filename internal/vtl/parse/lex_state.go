package parse

// lexState is one of the states of Velocity's scanner: which tokens it may find.
type lexState uint8

const (
	inText         lexState = iota // plain text
	inReference                    // after $
	inRefModifier                  // after the dot of a reference
	inRefIndex                     // between a reference's brackets
	inRefArguments                 // between a reference's parentheses
	inPreDirective                 // after #
	inDirective                    // between a directive's parentheses
	inTextblock                    // between #[[ and ]]#
	inMultiLineComment
	inFormalComment
	inLineComment
)

// lexStack is the scanner's state and the states to come back to. Parentheses are counted per state,
// because a closing one may end several states at once.
type lexStack struct {
	state          lexState
	lparen, rparen int
	below          []lexFrame
	inComment      bool
	inSet          bool
}

type lexFrame struct {
	state          lexState
	lparen, rparen int
}

func (s *lexStack) push(next lexState) {
	s.below = append(s.below, lexFrame{s.state, s.lparen, s.rparen})
	s.lparen = 0
	s.state = next
}

func (s *lexStack) pop() bool {
	n := len(s.below) - 1
	if n < 0 {
		s.lparen = 0
		s.state = inText
		return false
	}
	f := s.below[n]
	s.below = s.below[:n]
	s.state, s.lparen, s.rparen = f.state, f.lparen, f.rparen
	return true
}

// closeParen drops to the state below the one that has an open parenthesis.
func (s *lexStack) closeParen() {
	for !s.inComment {
		if s.lparen > 0 {
			if s.lparen == s.rparen+1 {
				s.pop()
			} else {
				s.rparen++
			}
			return
		}
		if !s.pop() {
			return
		}
	}
}

// leaveReference ends the reference that another token follows directly.
func (s *lexStack) leaveReference() {
	if s.state == inReference {
		s.pop()
	}
}

// enterComment begins a comment or a block of literal text, unless one has begun.
func (s *lexStack) enterComment(state lexState) {
	if !s.inComment {
		s.inComment = true
		s.push(state)
	}
}

// begin acts on the start of a token that goes on in another state.
func (s *lexStack) begin(k kind) (backup bool) {
	switch {
	case s.inComment:
	case k == tokDollar || k == tokDollarBang:
		s.leaveReference()
		s.push(inReference)
	case k == tokTextblockStart:
		s.enterComment(inTextblock)
	case k == tokFormalCommentStart:
		s.enterComment(inFormalComment)
		return true
	case k == tokMultiLineCommentStart:
		s.enterComment(inMultiLineComment)
	case k == tokHash:
		if s.state == inReference || s.state == inRefModifier {
			s.pop()
		}
		s.push(inPreDirective)
	}
	return false
}

// accept acts on a complete token.
func (s *lexStack) accept(k kind) {
	switch k {
	case tokIndexLBracket:
		s.push(inRefIndex)
	case tokIndexRBracket, tokRCurly:
		s.pop()
	case tokLParen:
		if !s.inComment {
			s.lparen++
		}
		if s.state == inRefModifier {
			s.state = inRefArguments
		}
	case tokRParen:
		s.closeParen()
	case tokRefModRParen:
		s.state = inReference
	case tokSet:
		if !s.inComment {
			s.push(inDirective)
			s.inSet = true
			s.lparen++
		}
	case tokLineCommentStart:
		if !s.inComment {
			s.leaveReference()
			s.enterComment(inLineComment)
		}
	case tokLineCommentEnd, tokFormalComment, tokMultiLineComment, tokTextblock:
		s.inComment = false
		s.pop()
	case tokString:
		if s.state == inDirective && !s.inSet && s.lparen == 0 {
			s.pop()
		}
	case tokEnd, tokElse:
		s.pop()
	case tokIf, tokElseIf:
		s.state = inDirective
	case tokInteger:
		if s.lparen == 0 && !s.inSet && s.state != inRefArguments && s.state != inRefIndex {
			s.pop()
		}
	case tokFloat:
		if s.lparen == 0 && !s.inSet && s.state != inRefArguments {
			s.pop()
		}
	case tokDot:
		s.state = inRefModifier
	}
}
