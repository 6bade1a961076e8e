// Package java holds the Java values that a mapping template works on, with Java's rules for
// printing, comparing and iterating them.
//
// API Gateway evaluates templates on a JVM, and prints values as Java does. A value is one
// of: nil (null), string, bool, Char, int32 (Integer), int64 (Long), float64 (Double),
// *big.Int (BigInteger), *Decimal (BigDecimal), *Map (LinkedHashMap), *List (ArrayList or
// json-smart's JSONArray), *Array (an array of objects), *View (a map's keySet, values or entrySet),
// *Entry (a map entry), *Iterator, or an Object that another package brings.
//
// Strings are WTF-8: UTF-8 in which a lone surrogate, which Java allows, is encoded like any other
// code point. ToUTF8 makes valid UTF-8 of it as Java's encoder does.
package java
