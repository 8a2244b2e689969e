using System.Text.Json;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Daemon.Events;

/// <summary>The words that stand for choices of the domain in the journal and on the wire.</summary>
internal static class DomainWords
{
    public static string Of(SessionEnd end) => end switch
    {
        SessionEnd.Killed => "killed",
        SessionEnd.Deleted => "deleted",
    };

    public static SessionEnd ToSessionEnd(string word) => word switch
    {
        "killed" => SessionEnd.Killed,
        "deleted" => SessionEnd.Deleted,
        _ => throw Unknown(word),
    };

    public static string Of(InputKind kind) => kind switch
    {
        InputKind.Message => "message",
        InputKind.Interrupt => "interrupt",
        InputKind.Answer => "answer",
        InputKind.Choice => "choice",
        InputKind.Reply => "reply",
        InputKind.Steer => "steer",
        InputKind.Login => "login",
    };

    public static InputKind ToInputKind(string word) => word switch
    {
        "message" => InputKind.Message,
        "interrupt" => InputKind.Interrupt,
        "answer" => InputKind.Answer,
        "choice" => InputKind.Choice,
        "reply" => InputKind.Reply,
        "steer" => InputKind.Steer,
        "login" => InputKind.Login,
        _ => throw Unknown(word),
    };

    public static string Of(TodoStatus status) => status switch
    {
        TodoStatus.Pending => "pending",
        TodoStatus.InProgress => "in_progress",
        TodoStatus.Completed => "completed",
    };

    public static TodoStatus ToTodoStatus(string word) => word switch
    {
        "pending" => TodoStatus.Pending,
        "in_progress" => TodoStatus.InProgress,
        "completed" => TodoStatus.Completed,
        _ => throw Unknown(word),
    };

    public static string Of(FailureKind kind) => kind switch
    {
        FailureKind.Unknown => "unknown",
        FailureKind.Agent => "agent",
        FailureKind.Spawn => "spawn",
        FailureKind.Timeout => "timeout",
        FailureKind.Permission => "permission",
        FailureKind.Interrupted => "interrupted",
        FailureKind.OutputLimit => "output_limit",
        FailureKind.InvalidRequest => "invalid_request",
        FailureKind.Storage => "storage",
        FailureKind.Auth => "auth",
        FailureKind.UsageCap => "usage_cap",
        FailureKind.OverageDisabled => "overage_disabled",
        FailureKind.OutOfCredits => "out_of_credits",
        FailureKind.RateLimit => "rate_limit",
        FailureKind.Overloaded => "overloaded",
        FailureKind.Billing => "billing",
        FailureKind.ContextTooLarge => "context_too_large",
        FailureKind.Service => "service",
        FailureKind.Mcp => "mcp",
        FailureKind.Stalled => "stalled",
    };

    public static FailureKind ToFailureKind(string word) => word switch
    {
        "unknown" => FailureKind.Unknown,
        "agent" => FailureKind.Agent,
        "spawn" => FailureKind.Spawn,
        "timeout" => FailureKind.Timeout,
        "permission" => FailureKind.Permission,
        "interrupted" => FailureKind.Interrupted,
        "output_limit" => FailureKind.OutputLimit,
        "invalid_request" => FailureKind.InvalidRequest,
        "storage" => FailureKind.Storage,
        "auth" => FailureKind.Auth,
        "usage_cap" => FailureKind.UsageCap,
        "overage_disabled" => FailureKind.OverageDisabled,
        "out_of_credits" => FailureKind.OutOfCredits,
        "rate_limit" => FailureKind.RateLimit,
        "overloaded" => FailureKind.Overloaded,
        "billing" => FailureKind.Billing,
        "context_too_large" => FailureKind.ContextTooLarge,
        "service" => FailureKind.Service,
        "mcp" => FailureKind.Mcp,
        "stalled" => FailureKind.Stalled,
        _ => throw Unknown(word),
    };

    public static string Of(QuestionKind kind) => kind switch
    {
        QuestionKind.Permission => "permission",
        QuestionKind.Choice => "choice",
        QuestionKind.Plan => "plan",
        QuestionKind.Form => "form",
        QuestionKind.Link => "link",
    };

    public static QuestionKind ToQuestionKind(string word) => word switch
    {
        "permission" => QuestionKind.Permission,
        "choice" => QuestionKind.Choice,
        "plan" => QuestionKind.Plan,
        "form" => QuestionKind.Form,
        "link" => QuestionKind.Link,
        _ => throw Unknown(word),
    };

    public static string Of(FieldKind kind) => kind switch
    {
        FieldKind.Text => "text",
        FieldKind.Number => "number",
        FieldKind.WholeNumber => "whole_number",
        FieldKind.YesNo => "yes_no",
    };

    public static FieldKind ToFieldKind(string word) => word switch
    {
        "text" => FieldKind.Text,
        "number" => FieldKind.Number,
        "whole_number" => FieldKind.WholeNumber,
        "yes_no" => FieldKind.YesNo,
        _ => throw Unknown(word),
    };

    public static string Of(RuleVerdict verdict) => verdict switch
    {
        RuleVerdict.Allow => "allow",
        RuleVerdict.Ask => "ask",
        RuleVerdict.Deny => "deny",
    };

    public static RuleVerdict ToRuleVerdict(string word) => word switch
    {
        "allow" => RuleVerdict.Allow,
        "ask" => RuleVerdict.Ask,
        "deny" => RuleVerdict.Deny,
        _ => throw Unknown(word),
    };

    public static string Of(PermissionDecision decision) => decision switch
    {
        PermissionDecision.Allow => "allow",
        PermissionDecision.Deny => "deny",
        PermissionDecision.Withdrawn => "withdrawn",
    };

    public static PermissionDecision ToPermissionDecision(string word) => word switch
    {
        "allow" => PermissionDecision.Allow,
        "deny" => PermissionDecision.Deny,
        "withdrawn" => PermissionDecision.Withdrawn,
        _ => throw Unknown(word),
    };

    public static string Of(ChosenSetting setting) => setting switch
    {
        ChosenSetting.Model => "model",
        ChosenSetting.PermissionMode => "permissionMode",
    };

    public static ChosenSetting ToChosenSetting(string word) => word switch
    {
        "model" => ChosenSetting.Model,
        "permissionMode" => ChosenSetting.PermissionMode,
        _ => throw Unknown(word),
    };

    private static JsonException Unknown(string word) => new($"\"{word}\" is none of the words that may stand there.");
}
