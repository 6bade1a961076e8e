package java

import (
	"math"
	"math/big"
)

// Hash is Java's hashCode. Objects without one of their own all have the same. It spends its work of the
// budget.
func Hash(v any, b *Budget) any {
	h := hasher{budget: b}
	return h.hash(v, 0)
}

type hasher struct {
	budget *Budget
	values int
}

func (h *hasher) hash(v any, depth int) int32 {
	checkDepth(depth)
	if h.values++; h.values > maxCompare {
		panic(&LimitError{Limit: "hashing", Max: maxCompare})
	}
	h.budget.Work(4)
	switch v := v.(type) {
	case nil:
		return 0
	case string:
		h.budget.Work(len(v))
		var n int32
		for _, u := range Units(v) {
			n = 31*n + int32(u)
		}
		return n
	case bool:
		if v {
			return 1231
		}
		return 1237
	case Char:
		return int32(v)
	case int32:
		return v
	case int64:
		return fold(uint64(v)) // bits are meant
	case float64:
		if math.IsNaN(v) {
			return 0x7ff80000
		}
		return fold(math.Float64bits(v))
	case *big.Int:
		h.budget.Work(len(v.Bits()) * 8)
		return hashBig(v)
	case *Decimal:
		h.budget.Work(len(v.Unscaled.Bits()) * 8)
		return 31*hashBig(v.Unscaled) + int32(v.Scale) // bits are meant
	case *List:
		n := int32(1)
		for _, item := range v.Items {
			n = 31*n + h.hash(item, depth+1)
		}
		return n
	case *Map:
		return h.sum(v, depth)
	case *Entry:
		return h.hash(v.Key, depth+1) ^ h.hash(v.Value, depth+1)
	case *View:
		if v.Kind == EntrySet {
			return h.sum(v.Map, depth)
		}
		if v.Kind == KeySet {
			var n int32
			for _, e := range v.Map.entries {
				n += h.hash(e.Key, depth+1)
			}
			return n
		}
	}
	return 0x1b28cdfa
}

func (h *hasher) sum(m *Map, depth int) int32 {
	var n int32
	for _, e := range m.entries {
		n += h.hash(e, depth+1)
	}
	return n
}

func fold(bits uint64) int32 { return int32(uint32(bits ^ bits>>32)) } // bits are meant

func hashBig(n *big.Int) int32 {
	var h int32
	words := new(big.Int).Abs(n).Bytes()
	for len(words)%4 != 0 {
		words = append([]byte{0}, words...)
	}
	for i := 0; i < len(words); i += 4 {
		w := uint32(words[i])<<24 | uint32(words[i+1])<<16 | uint32(words[i+2])<<8 | uint32(words[i+3])
		h = 31*h + int32(w) // bits are meant
	}
	return h * int32(n.Sign()) // -1, 0 or 1
}
