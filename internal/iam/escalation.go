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
	prowler        = "https://github.com/prowler-cloud/prowler (privilege_escalation.py)"
	passRoleDocs   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"
	gatewayDocs    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-create-and-manage-apis.html"
	providerDocs   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html"
	resourceDocs   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html"
)

// published are the sets of actions, one on a line, by their source.
var published = []struct{ source, sets string }{
	{gatewayDocs, `apigateway:PATCH
		apigateway:PUT`},
	{cloudsplaining, `iam:CreatePolicyVersion
		iam:SetDefaultPolicyVersion
		iam:CreateAccessKey
		iam:CreateLoginProfile
		iam:UpdateLoginProfile
		iam:AttachUserPolicy
		iam:AttachGroupPolicy
		iam:AttachRolePolicy
		iam:PutUserPolicy
		iam:PutGroupPolicy
		iam:PutRolePolicy
		iam:AddUserToGroup
		iam:UpdateAssumeRolePolicy
		lambda:UpdateFunctionCode
		glue:UpdateDevEndpoint
		iam:PassRole ec2:RunInstances
		iam:PassRole lambda:CreateFunction lambda:InvokeFunction
		iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping
		iam:PassRole glue:CreateDevEndpoint
		iam:PassRole cloudformation:CreateStack
		iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition
		iam:PassRole codestar:CreateProject`},
	{pathfinding, `lambda:UpdateFunctionConfiguration
		cloudformation:UpdateStack
		codebuild:StartBuild
		codebuild:StartBuildBatch
		apprunner:UpdateService
		ssm:StartSession
		ssm:SendCommand
		sagemaker:CreatePresignedNotebookInstanceUrl
		ec2-instance-connect:SendSSHPublicKey
		sts:AssumeRole
		bedrock-agentcore:InvokeAgentRuntimeCommand
		iam:PassRole ec2:RequestSpotInstances
		iam:PassRole lambda:CreateFunction lambda:AddPermission
		iam:PassRole glue:CreateJob glue:StartJobRun
		iam:PassRole glue:CreateJob glue:CreateTrigger
		iam:PassRole glue:UpdateJob glue:StartJobRun
		iam:PassRole glue:UpdateJob glue:CreateTrigger
		iam:PassRole glue:CreateSession glue:RunStatement
		iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances
		iam:PassRole cloudformation:UpdateStackSet
		iam:PassRole codebuild:CreateProject codebuild:StartBuild
		iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch
		iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService
		iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask
		iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask
		iam:PassRole sagemaker:CreateNotebookInstance
		iam:PassRole sagemaker:CreateTrainingJob
		iam:PassRole sagemaker:CreateProcessingJob
		iam:PassRole apprunner:CreateService
		iam:PassRole autoscaling:CreateAutoScalingGroup
		iam:PassRole autoscaling:CreateLaunchConfiguration
		iam:PassRole bedrock-agentcore:CreateAgentRuntime
		iam:PassRole bedrock-agentcore:CreateCodeInterpreter
		iam:PassRole batch:RegisterJobDefinition batch:SubmitJob
		iam:PassRole elasticmapreduce:RunJobFlow
		iam:PassRole emr-serverless:CreateApplication emr-serverless:StartJobRun
		iam:PassRole gamelift:CreateFleet
		iam:PassRole imagebuilder:CreateInfrastructureConfiguration
		iam:PassRole kinesisanalytics:CreateApplication
		iam:PassRole omics:StartRun
		iam:PassRole braket:CreateJob
		iam:PassRole states:CreateStateMachine states:StartExecution
		iam:PassRole states:UpdateStateMachine
		iam:PassRole scheduler:CreateSchedule
		iam:PassRole pipes:CreatePipe
		iam:PassRole events:PutRule events:PutTargets
		iam:PassRole cognito-identity:SetIdentityPoolRoles`},
	{prowler, `ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances
		ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate
		cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet
		iam:PassRole autoscaling:UpdateAutoScalingGroup autoscaling:CreateLaunchConfiguration
		iam:PassRole ecs:RunTask
		iam:PassRole ecs:StartTask ecs:RegisterContainerInstance
		ecs:ExecuteCommand
		sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:UpdateNotebookInstance
		bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter`},
	// A principal that can point an integration at another action and pass it a broader role has that role's
	// permissions. Role chaining through the boundary and the trust policy are AWS's own warnings.
	{passRoleDocs, `iam:PassRole apigateway:PUT
		iam:PassRole apigateway:POST
		iam:PassRole apigateway:PATCH
		iam:DeleteRolePermissionsBoundary
		iam:DeleteUserPermissionsBoundary
		iam:PutRolePermissionsBoundary
		iam:PutUserPermissionsBoundary
		iam:DeleteRolePolicy
		iam:DetachRolePolicy`},
	// A principal that changes an identity provider signs in with the roles that trust it.
	{providerDocs, `iam:UpdateSAMLProvider
		iam:AddClientIDToOpenIDConnectProvider
		iam:UpdateOpenIDConnectProviderThumbprint`},
	// A principal that writes the policy of a table, of its key or of the API, or that copies the table, gives
	// itself or another account access to the data.
	{resourceDocs, `dynamodb:PutResourcePolicy
		dynamodb:DeleteResourcePolicy
		kms:PutKeyPolicy
		kms:CreateGrant
		apigateway:UpdateRestApiPolicy
		dynamodb:RestoreTableFromBackup dynamodb:CreateBackup
		dynamodb:ExportTableToPointInTime
		dynamodb:EnableKinesisStreamingDestination
		dynamodb:RestoreTableToPointInTime`},
}

var escalations = func() []Escalation {
	var list []Escalation
	for _, group := range published {
		for _, line := range strings.Split(group.sets, "\n") {
			actions := strings.Fields(line)
			list = append(list, Escalation{Name: strings.Join(actions, " + "), Actions: actions, Source: group.source})
		}
	}
	return list
}()

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

// AllowedOn are the resource patterns on which Allow statements of the policies allow an action, in order and
// each once; "*" stands for a NotResource. Denies and conditions are not counted.
func AllowedOn(policies []*Policy, action string) []string {
	e := evaluation{action: strings.ToLower(action)}
	var found []string
	for _, p := range policies {
		for i := range p.Statements {
			s := &p.Statements[i]
			if s.Effect != Allow || !e.actionMatches(s) {
				continue
			}
			if len(s.NotResources) > 0 {
				found = append(found, "*")
			}
			found = append(found, s.Resources...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
