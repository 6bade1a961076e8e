package parse

// Node is a part of a template's tree. The set of nodes is sealed: Block, the statements and the
// expressions of this package are all there are.
type Node interface {
	// Position is where the node begins.
	Position() Pos
	print(*printer)
}

// Statement is a node that a template or a block consists of.
type Statement interface {
	Node
	statement()
}

// Expr is a node that has a value.
type Expr interface {
	Node
	expression()
}

// node is embedded in all nodes.
type node struct{ pos Pos }

// Position is where the node begins.
func (n node) Position() Pos { return n.pos }

// Block is a sequence of statements: a whole template, the body of a directive, or the inside of a
// string literal.
type Block struct {
	node
	List []Statement
}

// Text is rendered as it is. Raw is its source where that differs: escapes and #[[ ]]#.
type Text struct {
	node
	Value, Raw string
}

// Comment renders nothing but Prefix: a dollar or hash directly before "##" is text.
type Comment struct {
	node
	Prefix, Raw string
}

// Set is #set($target = value).
type Set struct {
	node
	Target *Reference
	Value  Expr
	Slot   int // of the variable that is set, for a target without steps; see Tree.Vars
	source
}

// If is #if, with one branch for itself and each #elseif.
type If struct {
	node
	Branches []Branch
	Else     *Block // nil without #else
	elseHead string
	source
}

// Branch is a condition and what is rendered when it is the first that is true.
type Branch struct {
	Condition Expr
	Body      *Block
	source
}

// source is what a directive looks like around the parts that are nodes: before its parenthesis, after
// that (a line end belongs to the directive), and its #end.
type source struct{ head, tail, end string }

// Foreach is #foreach($var in over). Args are the directive's arguments as written: the variable, the
// word "in", and what is iterated over. Velocity checks neither their number nor their kind until it
// renders; Var and Over are nil when they are missing.
type Foreach struct {
	node
	Args []Expr
	Var  *Reference
	Over Expr
	Body *Block
	Slot int // of the variable, or of the name "" when there is none; see Tree.Vars
	source
}

// Define is #define($name): Body is rendered wherever $name is.
type Define struct {
	node
	Name string
	Arg  Expr
	Body *Block
	Slot int // of the variable; see Tree.Vars
	source
}

// Break is #break; Stop is #stop; Load is #parse or #include, which always fails (VTL-030).
type (
	// Break leaves the nearest loop or block, or the one whose scope Scope is.
	Break struct {
		node
		Scope Expr // nil for the nearest
		call
	}
	// Stop ends the template.
	Stop struct {
		node
		Message Expr // nil without one
		call
	}
	// Load is #parse or #include.
	Load struct {
		node
		Name string // "parse" or "include"
		Args []Expr
		call
	}
)

// call is the source of a directive without a body.
type call struct{ raw string }

// Literal is #literal()...#end: Value is rendered as it is.
type Literal struct {
	node
	Value, Raw string
}

// Macro is the definition of a macro, which API Gateway accepts and forgets (VTL-028).
type Macro struct {
	node
	Name, Raw string
}

// Call is a directive that does not exist, such as the call of a macro: it renders as it is written.
type Call struct {
	node
	Name, Value, Raw string
	Args             []Expr
}

// Reference is $name with steps, a statement and an expression.
type Reference struct {
	node
	Name   string
	Silent bool // $!
	Formal bool // ${ }
	Steps  []Step

	Slot       int    // of the variable; see Tree.Vars
	Runt       bool   // text that looks like the rest of a reference: as an expression, null
	Computable bool   // false for $\!x, which has no value
	Escaped    bool   // \$x: rendered as Display
	Before     string // text before the dollar that is rendered
	Escapes    string // backslashes that are rendered
	Display    string // what is rendered for an escaped reference

	head string // its source up to the steps
}

// Step is one step of a reference: exactly one of Property, Method and Index. A step is not a Node;
// Walk visits its arguments.
type Step struct {
	Pos      Pos
	Property string // .name
	Method   string // .name(Args)
	Args     []Expr // of the method, or the one index
	Index    bool   // [Args[0]]
	ID       int    // number of the step in its template, from 0 to Tree.Steps-1
}

// StringLiteral is '...' or "...". Parts is nil when the text is constant: then Value is the text.
type StringLiteral struct {
	node
	Value string
	Parts *Block
	Raw   string
	Chop  bool // Parts ends with a blank that is not in the source: it ends the last reference
}

// NumberLiteral is an integer or a floating point number: Value is an int32, int64, *big.Int or float64.
type NumberLiteral struct {
	node
	Value any
	Raw   string
}

// BoolLiteral is true or false.
type BoolLiteral struct {
	node
	Value bool
}

// ListLiteral is [a, b].
type ListLiteral struct {
	node
	Items []Expr
}

// MapLiteral is {a : b}.
type MapLiteral struct {
	node
	Keys, Values []Expr
}

// Range is [from..to].
type Range struct {
	node
	From, To Expr
}

// Binary is X Op Y; Op is one of + - * / % && || == != < > <= >=.
type Binary struct {
	node
	Op   string
	X, Y Expr
	// The source of the operands, which + prints for a null operand beside a string.
	LitX, LitY string
}

// Not is !X.
type Not struct {
	node
	X Expr
}

// Paren is (X).
type Paren struct {
	node
	X Expr
}

// Word is a bare word among a directive's arguments.
type Word struct {
	node
	Name string
}

func (*Text) statement()      {}
func (*Comment) statement()   {}
func (*Set) statement()       {}
func (*If) statement()        {}
func (*Foreach) statement()   {}
func (*Define) statement()    {}
func (*Break) statement()     {}
func (*Stop) statement()      {}
func (*Load) statement()      {}
func (*Literal) statement()   {}
func (*Macro) statement()     {}
func (*Call) statement()      {}
func (*Reference) statement() {}

func (*Reference) expression()     {}
func (*StringLiteral) expression() {}
func (*NumberLiteral) expression() {}
func (*BoolLiteral) expression()   {}
func (*ListLiteral) expression()   {}
func (*MapLiteral) expression()    {}
func (*Range) expression()         {}
func (*Binary) expression()        {}
func (*Not) expression()           {}
func (*Paren) expression()         {}
func (*Word) expression()          {}
