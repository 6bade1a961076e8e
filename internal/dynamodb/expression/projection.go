package expression

// ParseProjection parses a ProjectionExpression. The faults are what DynamoDB refuses besides the syntax.
func ParseProjection(text string) (paths []Path, faults []string, err error) {
	return parse(text, func(p *parser) []Path { return list(p, p.path) })
}
