// Package templatecases reads and runs the test cases of mapping templates: X.cases.json beside X.vtl
// holds named inputs and what the template must make of them.
//
//	{
//	  "values": {"Table": "favorite_movies"},
//	  "cases": [
//	    {
//	      "name": "a name with a quote",
//	      "input": {"path": {"name": "a%22b"}},
//	      "json": {"TableName": "favorite_movies", "Key": {"name": {"S": "a\"b"}}}
//	    }
//	  ]
//	}
//
// values replace the template's {{Name}} placeholders. An input has the members that `local render` reads:
// body, path (percent-encoded), querystring, header, context and stageVariables. What is expected is one of
// json (compared as JSON), text (compared byte for byte) and error (a part of the message); beside json or
// text, status and headers are the overrides that the template sets in $context.responseOverride.
package templatecases
