// Package iam evaluates and compares IAM policies; its package parse reads them from documents.
//
// Two users share it. The local AWS asks MayAssume whether API Gateway may assume a role and
// Permissions.Evaluate what the role may then do. The policy pack asks Permissions.Excess and
// Permissions.Shortage whether a role's permissions equal a set of capabilities, and prints
// Minimal when they do not.
//
// Excess and Shortage do not sample: "*" and "?" patterns are compared as automata, for every
// action and every ARN that could exist. Every finding carries one concrete action and resource.
//
// Behaviour that AWS does not document plainly is numbered IAM-001 and up in docs/assumptions.md.
//
// Not modelled, because a stack cannot see it: service and resource control policies, session
// policies and VPC endpoint policies. All of them only take permissions away, so that "at most"
// proofs (Excess) stay sound and "at least" proofs (Shortage) hold only in their absence.
package iam
