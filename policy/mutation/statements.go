package mutation

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var (
	accountPattern = regexp.MustCompile(`\b\d{12}\b`)
	regionPattern  = regexp.MustCompile(`\b[a-z]{2}-[a-z]+-\d\b`)
)

func replaceAccount(text string) string { return accountPattern.ReplaceAllString(text, "999999999999") }
func replaceRegion(text string) string  { return regionPattern.ReplaceAllString(text, "ap-south-1") }

func swapCase(text string) string {
	if upper := strings.ToUpper(text); upper != text {
		return upper
	}
	return strings.ToLower(text)
}

// document derives the mutants of a policy document: of each statement and of each of its elements.
func (d *deriver) document(path []string, text string) {
	d.set(path, "not a document", "{")
	d.set(path, "emptied", "")
	var document map[string]any
	if json.Unmarshal([]byte(text), &document) != nil {
		return
	}
	statements, _ := document["Statement"].([]any)
	if one, ok := document["Statement"].(map[string]any); ok {
		statements = []any{one}
	}
	write := func(operator string, changed []any) {
		d.set(path, operator, inDocument(document, changed))
	}
	for i, s := range statements {
		statement, _ := s.(map[string]any)
		with := func(operator string, change func(map[string]any)) {
			copied := maps.Clone(statement)
			change(copied)
			all := slices.Clone(statements)
			all[i] = copied
			write(operator, all)
		}
		write("without a statement", slices.Delete(slices.Clone(statements), i, i+1))
		with("denies", func(m map[string]any) { m["Effect"] = "Deny" })
		with("under a condition", func(m map[string]any) {
			m["Condition"] = map[string]any{"StringEquals": map[string]any{"aws:PrincipalTag/t": "x"}}
		})
		for key, negated := range map[string]string{"Action": "NotAction", "Resource": "NotResource", "Principal": "NotPrincipal"} {
			if _, ok := statement[key]; ok {
				with(negated, func(m map[string]any) { m[negated] = m[key]; delete(m, key) })
				with("without "+key, func(m map[string]any) { delete(m, key) })
			}
		}
		if action, ok := statement["Action"].(string); ok {
			service, name, _ := strings.Cut(action, ":")
			for _, other := range []string{"*", service + ":*", service + ":" + name[:1] + "*", action[:len(action)-1] + "?", service + ":Scan", service + ":PutItem", "kms:Decrypt", "s3:GetObject", action + "s"} {
				if other != action {
					with("allows "+other, func(m map[string]any) { m["Action"] = other })
					with("allows also "+other, func(m map[string]any) { m["Action"] = []any{action, other} })
				}
			}
		}
		if r, ok := statement["Resource"].(string); ok {
			for _, other := range []struct{ what, resource string }{
				{"everything", "*"}, {"all that begins as the resource", r + "*"}, {"all that is a letter longer", r + "?"}, {"another name", r + "2"},
				{"the resource's indexes", r + "/index/*"}, {"all beside the resource", r[:strings.LastIndex(r, "/")+1] + "*"},
				{"another account", replaceAccount(r)}, {"another region", replaceRegion(r)}, {"another partition", strings.Replace(r, "arn:aws:", "arn:aws-cn:", 1)},
			} {
				if other.resource != r {
					with("on "+other.what, func(m map[string]any) { m["Resource"] = other.resource })
					with("also on "+other.what, func(m map[string]any) { m["Resource"] = []any{r, other.resource} })
				}
			}
		}
		if _, ok := statement["Principal"]; ok {
			for operator, other := range map[string]any{
				"for any principal": map[string]any{"AWS": "*"}, "for another account": map[string]any{"AWS": "arn:aws:iam::999999999999:root"},
				"for another service": map[string]any{"Service": "lambda.amazonaws.com"}, "for the account": map[string]any{"AWS": "123456789012"},
				"for two services":         map[string]any{"Service": []any{"apigateway.amazonaws.com", "events.amazonaws.com"}},
				"for an identity provider": map[string]any{"Federated": "cognito-identity.amazonaws.com"},
			} {
				with(operator, func(m map[string]any) { m["Principal"] = other })
			}
		}
	}
	if _, trust := document["Statement"]; trust && !strings.Contains(text, `"Principal"`) {
		for _, action := range []string{"dynamodb:Scan", "dynamodb:DeleteItem", "dynamodb:PartiQLUpdate", "kms:Decrypt", "iam:PassRole", "sts:AssumeRole", "s3:GetObject", "logs:PutLogEvents", "lambda:InvokeFunction", "execute-api:Invoke"} {
			write("with a statement for "+action, append(slices.Clone(statements), map[string]any{"Effect": "Allow", "Action": action, "Resource": "*"}))
		}
	}
}

func inDocument(document map[string]any, statements []any) string {
	changed := maps.Clone(document)
	changed["Statement"] = statements
	text, err := json.Marshal(changed)
	if err != nil {
		fail("the document cannot be written: %v", err)
	}
	return string(text)
}
