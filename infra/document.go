package infra

import "lambdaless/infra/document"

type (
	statement = document.Statement
	texts     = document.Texts
)

func newDocument(statements ...statement) string { return document.New(statements...) }

func toJSON(value any) string { return document.JSON(value) }

// gatewayTrust lets API Gateway assume a role, and nobody else. It has no aws:SourceArn or
// aws:SourceAccount condition: API Gateway sends neither when it assumes an integration's role, so
// that every request would be answered with 500
// (https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/pull/479).
func gatewayTrust() string {
	return newDocument(statement{
		Effect:    "Allow",
		Principal: map[string]texts{"Service": {"apigateway.amazonaws.com"}},
		Action:    texts{"sts:AssumeRole"},
	})
}
