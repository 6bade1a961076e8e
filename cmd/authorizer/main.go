// Command authorizer is the Lambda function of the custom authorizer. API Gateway calls it before a
// method with `custom` access.
package main

import (
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"lambdaless/internal/authorizer"
)

func main() {
	settings, err := authorizer.ReadSettings(os.Getenv)
	if err != nil {
		log.Fatalf("The authorizer cannot start:\n%v", err)
	}
	lambda.Start(settings.Authorize)
}
