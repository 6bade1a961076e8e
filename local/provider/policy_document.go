package provider

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lambdaless/local/controlplane"
)

// policyDocument is a document as the provider's data source aws_iam_policy_document renders it: elements in this
// order, one value for a list of one, longer lists of actions, resources and principals sorted backwards
// (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/policy_model.go).
type policyDocument struct {
	Version   string            `json:",omitempty"`
	ID        string            `json:"Id,omitempty"`
	Statement []policyStatement `json:",omitempty"`
}

type policyStatement struct {
	Sid          string     `json:",omitempty"`
	Effect       string     `json:",omitempty"`
	Action       any        `json:",omitempty"`
	NotAction    any        `json:",omitempty"`
	Resource     any        `json:",omitempty"`
	NotResource  any        `json:",omitempty"`
	Principal    any        `json:",omitempty"`
	NotPrincipal any        `json:",omitempty"`
	Condition    conditions `json:",omitempty"`
}

// conditions are values by operator and key.
type conditions map[string]map[string]any

var validSID = regexp.MustCompile(`^[a-zA-Z0-9]*$`)

// documentFunction is the data source aws.iam.getPolicyDocument.
var documentFunction = function{
	takes: []string{"overrideJson", "overridePolicyDocuments", "policyId", "sourceJson", "sourcePolicyDocuments", "statements", "version"},
	gives: []string{"id", "json", "minifiedJson", "overridePolicyDocuments", "policyId", "sourcePolicyDocuments", "statements", "version"},
	run: func(_ *controlplane.Client, args map[string]any) (map[string]any, error) {
		document, err := renderDocument(args)
		if err != nil {
			return nil, err
		}
		pretty, err := json.MarshalIndent(document, "", "  ")
		if err != nil {
			return nil, err
		}
		short, err := json.Marshal(document)
		if err != nil {
			return nil, err
		}
		result := map[string]any{
			"id": strconv.FormatUint(uint64(crc32.ChecksumIEEE(pretty)), 10), "json": string(pretty), "minifiedJson": string(short),
		}
		for _, name := range []string{"overridePolicyDocuments", "policyId", "sourcePolicyDocuments", "statements", "version"} {
			if v, ok := args[name]; ok {
				result[name] = v
			}
		}
		return result, nil
	},
}

// renderDocument merges the sources, the statements and the overrides, in this order.
func renderDocument(args map[string]any) (policyDocument, error) {
	var merged policyDocument
	for old, list := range map[string]string{"sourceJson": "sourcePolicyDocuments", "overrideJson": "overridePolicyDocuments"} {
		if text, ok := args[old].(string); ok && text != "" {
			return merged, fmt.Errorf("%s is deprecated, and kept only for programs of earlier versions: give the document in %s", old, list)
		}
	}
	seen := map[string]bool{}
	for i, source := range documentTexts(args["sourcePolicyDocuments"]) {
		var from policyDocument
		if err := json.Unmarshal([]byte(source), &from); err != nil {
			return merged, fmt.Errorf("sourcePolicyDocuments[%d] is not a policy document: %w", i, err)
		}
		for _, s := range from.Statement {
			if s.Sid != "" && seen[s.Sid] {
				return merged, fmt.Errorf("sourcePolicyDocuments[%d] has the Sid %q of an earlier statement: remove it, or choose another", i, s.Sid)
			}
			seen[s.Sid] = true
		}
		merged.merge(from)
	}
	own, err := ownStatements(args)
	if err != nil {
		return merged, err
	}
	merged.merge(own)
	for i, override := range documentTexts(args["overridePolicyDocuments"]) {
		var from policyDocument
		if err := json.Unmarshal([]byte(override), &from); err != nil {
			return merged, fmt.Errorf("overridePolicyDocuments[%d] is not a policy document: %w", i, err)
		}
		merged.merge(from)
	}
	return merged, nil
}

// merge adds the statements of another document; those with the Sid of one that is there take its place.
func (d *policyDocument) merge(from policyDocument) {
	if from.ID != "" {
		d.ID = from.ID
	}
	d.Version = max(d.Version, from.Version)
	for _, s := range from.Statement {
		at := slices.IndexFunc(d.Statement, func(old policyStatement) bool { return s.Sid != "" && old.Sid == s.Sid })
		if at >= 0 {
			d.Statement[at] = s
		} else {
			d.Statement = append(d.Statement, s)
		}
	}
}

// ownStatements is the document of the arguments themselves.
func ownStatements(args map[string]any) (policyDocument, error) {
	d := policyDocument{Version: "2012-10-17"}
	if version, ok := args["version"].(string); ok {
		d.Version = version
	}
	if d.Version != "2012-10-17" && d.Version != "2008-10-17" {
		return d, fmt.Errorf(`expected version to be one of ["2008-10-17" "2012-10-17"], got %s`, d.Version)
	}
	d.ID, _ = args["policyId"].(string)
	statements, _ := args["statements"].([]any)
	seen := map[string]bool{}
	for i, v := range statements {
		in, _ := v.(map[string]any)
		s := policyStatement{Effect: "Allow"}
		if effect, ok := in["effect"].(string); ok {
			s.Effect = effect
		}
		s.Sid, _ = in["sid"].(string)
		switch {
		case s.Effect != "Allow" && s.Effect != "Deny":
			return d, fmt.Errorf(`expected statements[%d].effect to be one of ["Allow" "Deny"], got %s`, i, s.Effect)
		case !validSID.MatchString(s.Sid):
			return d, fmt.Errorf("invalid value for statements[%d].sid %q (must only include alphanumeric characters)", i, s.Sid)
		case s.Sid != "" && seen[s.Sid]:
			return d, fmt.Errorf("statements[%d] has the Sid %q of an earlier statement: remove it, or choose another", i, s.Sid)
		case d.Version == "2008-10-17" && strings.Contains(fmt.Sprint(in), "&{"):
			return d, fmt.Errorf("statements[%d] has a variable (&{...}), which documents of version 2008-10-17 do not have", i)
		}
		seen[s.Sid] = true
		s.Action, s.NotAction = oneOrMore(in["actions"], false), oneOrMore(in["notActions"], false)
		s.Resource, s.NotResource = oneOrMore(in["resources"], true), oneOrMore(in["notResources"], true)
		s.Principal, s.NotPrincipal = documentPrincipals(in["principals"]), documentPrincipals(in["notPrincipals"])
		s.Condition = documentConditions(in["conditions"])
		d.Statement = append(d.Statement, s)
	}
	return d, nil
}

// oneOrMore is a set of texts as a document has it. Where variables stand, &{ is written for ${, which would be read by
// the languages of Terraform.
func oneOrMore(v any, variables bool) any {
	texts := documentTexts(v)
	slices.Sort(texts)
	texts = slices.Compact(texts)
	slices.Reverse(texts)
	if variables {
		for i, text := range texts {
			texts[i] = strings.ReplaceAll(text, "&{", "${")
		}
	}
	switch len(texts) {
	case 0:
		return nil
	case 1:
		return texts[0]
	}
	return texts
}

// documentPrincipals are principals by their type; every one is "*".
func documentPrincipals(v any) any {
	list, _ := v.([]any)
	all := map[string][]any{}
	for _, item := range list {
		in, _ := item.(map[string]any)
		kind, _ := in["type"].(string)
		for _, identifier := range documentTexts(in["identifiers"]) {
			all[kind] = append(all[kind], identifier)
		}
	}
	if len(all) == 0 {
		return nil
	}
	if everyone := all["*"]; len(all) == 1 && len(everyone) == 1 && everyone[0] == "*" {
		return "*"
	}
	result := map[string]any{}
	for kind, identifiers := range all {
		result[kind] = oneOrMore(identifiers, true)
	}
	return result
}

func documentConditions(v any) conditions {
	list, _ := v.([]any)
	if len(list) == 0 {
		return nil
	}
	all := map[string]map[string][]string{}
	for _, item := range list {
		in, _ := item.(map[string]any)
		test, _ := in["test"].(string)
		key, _ := in["variable"].(string)
		if all[test] == nil {
			all[test] = map[string][]string{}
		}
		for _, value := range documentTexts(in["values"]) {
			all[test][key] = append(all[test][key], strings.ReplaceAll(value, "&{", "${"))
		}
	}
	result := conditions{}
	for test, keys := range all {
		result[test] = map[string]any{}
		for key, values := range keys {
			if len(values) == 1 {
				result[test][key] = values[0]
			} else {
				result[test][key] = values
			}
		}
	}
	return result
}

// documentTexts are the texts of a list.
func documentTexts(v any) []string {
	list, _ := v.([]any)
	texts := make([]string, 0, len(list))
	for _, item := range list {
		if text, ok := item.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}
