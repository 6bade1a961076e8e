package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
)

// goodKeys are stacks that give the tables a key, or a boundary that knows none.
var goodKeys = map[string]func(a attacked){
	"a boundary of the stack that allows the action": func(a attacked) {
		a.add(graph.Policy, "boundary", map[string]any{"name": "boundary", "policy": statement(`"dynamodb:*"`, "*")})
		a.set(a.of(graph.Role, "get"), "permissionsBoundary", "arn:aws:iam::"+account+":policy/boundary")
	},
	"a table's key of the stack by its ARN": func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{"enableKeyRotation": true})
		k.Outputs["arn"] = resource.NewProperty(tableKeyARN)
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": tableKeyARN})
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.HasPrefix(n.Name, "movies-") {
				a.text(n, "policy", `"Statement":[`, `"Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Resource":"`+tableKeyARN+`","Condition":{"StringEquals":{"kms:ViaService":"dynamodb.us-east-1.amazonaws.com"}}},`)
			}
		}
	},
}
