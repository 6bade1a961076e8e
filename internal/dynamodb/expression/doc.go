// Package expression parses DynamoDB's expressions and says why DynamoDB refuses one: it does not parse,
// uses a reserved word or an undefined placeholder, gives an operator an operand of the wrong type, names
// overlapping paths, or does not fit the key of the table or index.
//
// The grammar is that of the developer guide
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html). Where the guide and the
// service are known to differ, the package follows the service; where it is not known what the service does,
// the package accepts.
package expression
