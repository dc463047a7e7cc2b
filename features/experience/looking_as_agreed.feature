@owner:experience
@severity:normal
@browser
Feature: Looking as agreed
  As someone who answers for how the pages look
  I want to hear of each page that no longer looks as in the picture we agreed on
  So that nothing changes by accident, and what changes on purpose was looked at

  @promise:looks-as-agreed
  Rule: A page looks as in the picture of it that was agreed on, but for what is the user's own

    Scenario: Something is missing
      Given Ada has come to "logging in"
      And the look of the page of Ada is agreed on
      When "Forgot your password?" is missing on the page of Ada
      Then the page of Ada no longer looks as agreed, just there

    Scenario: Two people look at the same page
      Given Ada has come to "the account"
      When Grace comes to "the account"
      Then the page looks to Grace as to Ada, but for what is their own

    Scenario Outline: <place>, on a <screen>
      Given the browser of Ada paints like the one that painted what was agreed on
      And Ada looks at a <screen>
      When Ada comes to "<place>"
      Then the look of <place> on a <screen> is as agreed, for Ada

      Examples:
        | place       | screen      |
        | logging in  | desktop     |
        | logging in  | small phone |
        | signing up  | small phone |
        | the account | small phone |

    Scenario Outline: An answer, on a <screen>
      Given the browser of Ada paints like the one that painted what was agreed on
      And Ada looks at a <screen>
      And Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the answer names the 3 most expensive models of "2026-09" in order, with spending and share of the bill
      And the look of an answer on a <screen> is as agreed, for Ada

      Examples:
        | screen      |
        | desktop     |
        | small phone |
