// Package pack makes a Pulumi policy pack of the rules. It is the only package that knows the policy
// SDK (policyx), besides main.
//
// One resource policy, lp-pack-000-settings, records the inputs of every resource and receives the
// settings; each rule is a stack policy of its own, so that its level can be configured. The stack is
// judged once, when the first rule is asked.
package pack
