package java

import "math/big"

// Char is a java.lang.Character: one UTF-16 code unit.
type Char uint16

// Object is a Java object that another package brings, such as $input.
type Object interface {
	// JavaClass is the name of its class.
	JavaClass() string
	// JavaString is its toString.
	JavaString() (string, error)
}

// ClassName is the name of a value's Java class.
func ClassName(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "java.lang.String"
	case bool:
		return "java.lang.Boolean"
	case Char:
		return "java.lang.Character"
	case int32:
		return "java.lang.Integer"
	case int64:
		return "java.lang.Long"
	case float64:
		return "java.lang.Double"
	case *big.Int:
		return "java.math.BigInteger"
	case *Decimal:
		return "java.math.BigDecimal"
	case *Map:
		return "java.util.LinkedHashMap"
	case *List:
		return [...]string{"java.util.ArrayList", "net.minidev.json.JSONArray", "java.util.ArrayList$SubList"}[v.Class]
	case *Array:
		return "[L" + v.Elem + ";"
	case *View:
		return "java.util.LinkedHashMap$" + [...]string{"LinkedKeySet", "LinkedValues", "LinkedEntrySet"}[v.Kind]
	case *Entry:
		return "java.util.LinkedHashMap$Entry"
	case *Iterator:
		return "java.util.Iterator"
	case Object:
		return v.JavaClass()
	}
	return "unknown"
}

// Assignable says whether one of the two values' classes is the other's, or extends it.
func Assignable(a, b any) bool {
	ca, cb := ClassName(a), ClassName(b)
	if ca == cb {
		return true
	}
	la, ok1 := a.(*List)
	lb, ok2 := b.(*List)
	return ok1 && ok2 && la.Class != SubList && lb.Class != SubList
}

var smallInts = func() (boxed [1280]any) {
	for i := range boxed {
		boxed[i] = int32(i - 256) // within -256..1023
	}
	return boxed
}()

// Int is an Integer. Small ones are not allocated.
func Int(n int) any {
	if n >= -256 && n < len(smallInts)-256 {
		return smallInts[n+256]
	}
	return int32(n) // callers pass lengths and indexes
}
