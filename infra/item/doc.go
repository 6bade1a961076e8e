// Package item turns declared endpoints into mapping templates.
//
// A Type names a table and a JSON schema of its items. An Operation, such as Get or Patch, says what
// an endpoint does with items of a Type: where the key comes from, which conditions hold, what is
// answered. Generate makes of both what API Gateway needs: the request template, the response
// templates, the model of the body and the parameters. The generated templates escape every value,
// keep every type and never let a client decide about names, types or expressions.
package item
