package vtl_test

import (
	"errors"
	"fmt"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

func ExampleTemplate_Render() {
	template, err := vtl.Parse("movies.response.vtl", `#set($item = $input.path('$.Item'))
#if($item == "")
#set($context.responseOverride.status = 404)
{"message":"$util.escapeJavaScript($input.params('name')) has no favorite movie"}
#else
{"movie":$input.json('$.Item.movie.S')}
#end`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, body := range []string{`{"Item":{"movie":{"S":"Alien"}}}`, `{}`} {
		context := vtl.NewMap("responseOverride", vtl.NewMap())
		text, err := template.Render(&vtl.Data{
			Body: body, Params: vtl.Params{Path: vtl.NewMap("name", "ann")}, Context: context,
		})
		fmt.Printf("%s%v\n", text, err)
	}
	// Output:
	// {"movie":"Alien"}
	// <nil>
	// {"message":"ann has no favorite movie"}
	// <nil>
}

func ExampleParse_error() {
	_, err := vtl.Parse("get.request.vtl", "{\n#if($input.path('$.a')\n}")
	fmt.Println(err)
	// Output:
	// get.request.vtl:3:1: found "}", expected ")" after the condition
	//   }
	//   ^
}

func ExampleLimits() {
	template, err := vtl.Parse("loop.vtl", "#foreach($i in [1..1000])\n#foreach($j in [1..1000])x#end\n#end")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = template.Render(&vtl.Data{Limits: vtl.Limits{Steps: 10_000}})
	var limit *java.LimitError
	fmt.Println(errors.As(err, &limit), limit.Limit, limit.Max)
	// Output: true steps 10000
}
