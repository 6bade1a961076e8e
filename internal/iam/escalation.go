package iam

import (
	"slices"
	"strings"
)

// Escalation is a set of actions with which a principal can gain permissions that it was not given.
type Escalation struct {
	Name    string
	Actions []string // all of them are needed
	Source  string
}

const (
	pathfinding    = "https://github.com/DataDog/pathfinding.cloud"
	cloudsplaining = "https://github.com/salesforce/cloudsplaining (PRIVILEGE_ESCALATION_METHODS)"
	passRoleDocs   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"
)

var escalations = func() []Escalation {
	var list []Escalation
	for _, group := range []struct{ source, actions string }{
		{cloudsplaining, `iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:CreateAccessKey iam:CreateLoginProfile
			iam:UpdateLoginProfile iam:AttachUserPolicy iam:AttachGroupPolicy iam:AttachRolePolicy iam:PutUserPolicy
			iam:PutGroupPolicy iam:PutRolePolicy iam:AddUserToGroup iam:UpdateAssumeRolePolicy lambda:UpdateFunctionCode
			glue:UpdateDevEndpoint`},
		{pathfinding, `lambda:UpdateFunctionConfiguration cloudformation:UpdateStack codebuild:StartBuild
			codebuild:StartBuildBatch apprunner:UpdateService ssm:StartSession ssm:SendCommand
			sagemaker:CreatePresignedNotebookInstanceUrl ec2-instance-connect:SendSSHPublicKey sts:AssumeRole
			bedrock-agentcore:InvokeAgentRuntimeCommand`},
	} {
		for _, action := range strings.Fields(group.actions) {
			list = append(list, Escalation{Name: action, Actions: []string{action}, Source: group.source})
		}
	}
	for _, group := range []struct{ source, combinations string }{
		{cloudsplaining, `ec2:RunInstances
			lambda:CreateFunction lambda:InvokeFunction
			lambda:CreateFunction lambda:CreateEventSourceMapping
			glue:CreateDevEndpoint
			cloudformation:CreateStack
			datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline
			codestar:CreateProject`},
		{pathfinding, `ec2:RequestSpotInstances
			lambda:CreateFunction lambda:AddPermission
			glue:CreateJob glue:StartJobRun
			glue:CreateJob glue:CreateTrigger
			glue:UpdateJob glue:StartJobRun
			glue:UpdateJob glue:CreateTrigger
			cloudformation:CreateStackSet cloudformation:CreateStackInstances
			cloudformation:UpdateStackSet
			datapipeline:CreatePipeline datapipeline:PutPipelineDefinition
			codebuild:CreateProject codebuild:StartBuild
			codebuild:CreateProject codebuild:StartBuildBatch
			ecs:RegisterTaskDefinition ecs:CreateService
			ecs:RegisterTaskDefinition ecs:RunTask
			ecs:RegisterTaskDefinition ecs:StartTask
			sagemaker:CreateNotebookInstance
			sagemaker:CreateTrainingJob
			sagemaker:CreateProcessingJob
			apprunner:CreateService
			autoscaling:CreateAutoScalingGroup
			autoscaling:CreateLaunchConfiguration
			bedrock-agentcore:CreateAgentRuntime
			bedrock-agentcore:CreateCodeInterpreter`},
		// Whoever can point an integration at another action and pass it a broader role has that
		// role's permissions; no published list has this one.
		{passRoleDocs, `apigateway:PUT
			apigateway:POST
			apigateway:PATCH`},
	} {
		for _, line := range strings.Split(group.combinations, "\n") {
			actions := append([]string{"iam:PassRole"}, strings.Fields(line)...)
			list = append(list, Escalation{Name: strings.Join(actions, " + "), Actions: actions, Source: group.source})
		}
	}
	return list
}()

// Escalations returns the known ways to gain permissions.
func Escalations() []Escalation { return slices.Clone(escalations) }

// EscalationsOf returns the escalations that the policies' Allow statements together make possible
// on some resource. Denies, conditions and boundaries are not counted in their favour.
func EscalationsOf(policies ...*Policy) []Escalation {
	var found []Escalation
	for _, e := range escalations {
		if !slices.ContainsFunc(e.Actions, func(action string) bool { return !mayDo(policies, action) }) {
			found = append(found, e)
		}
	}
	return found
}

func mayDo(policies []*Policy, action string) bool {
	e := evaluation{action: strings.ToLower(action)}
	for _, p := range policies {
		for i := range p.Statements {
			if s := &p.Statements[i]; s.Effect == Allow && e.actionMatches(s) {
				return true
			}
		}
	}
	return false
}
