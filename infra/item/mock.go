package item

// Mock answers without asking DynamoDB anything.
type Mock struct {
	// Name is for the names of the templates, under mock/.
	Name string
	// Answer is a Constant or NoContent().
	Answer Answer
}

func (o Mock) of() Type               { return Type{} }
func (o Mock) file() (string, string) { return "", o.Name }

func (o Mock) compile(c *compiler) {
	if o.Name == "" {
		c.add("a Mock needs a Name")
	}
	c.request("", `{"statusCode": 200}`+"\n")
	if o.Answer.kind != constantAnswer && o.Answer.kind != emptyAnswer {
		c.add("a Mock answers with a Constant or with NoContent()")
		return
	}
	c.answerPlain(o.Answer, nil, "")
}
