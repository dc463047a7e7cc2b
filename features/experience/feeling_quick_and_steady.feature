@owner:experience
@severity:normal
@browser
Feature: Feeling quick and steady
  As someone who asks the agents many things in a row
  I want the page to take what I send at once, and to leave in place what I look at
  So that I never wonder whether I was heard, and never hit the wrong thing

  @promise:moves-at-once
  Rule: What is sent stands in the conversation at once, whatever the line does

    Scenario: Ada's first question, while nothing comes back
      Given Ada is in the chat on a line that can be cut
      And nothing comes through the line of Ada any more
      When Ada asks "Which models do we use?"
      Then "Which models do we use?" stands in the conversation of Ada at once

    @load
    Scenario: Ada asks on and on, while nothing comes back
      Given Ada is in a conversation on a line that can be cut
      And nothing comes through the line of Ada any more
      When Ada asks 5 times by keyboard, and as often by mouse
      Then most of her questions stood in the conversation within 100 ms

  @promise:holds-still
  Rule: Nothing jumps while a page loads and while an answer comes

    Scenario Outline: <place>
      Given on a slow line, Ada sees what jumps on a small phone
      When Ada comes to "<place>"
      Then nothing has jumped on the page of Ada

      Examples:
        | place                              |
        | the account                        |
        | the chat, before anything was said |

    @needs:own_settings
    Scenario: Providers to choose from
      Given people may come in through providers
      And on a slow line, Ada sees what jumps on a small phone
      When Ada comes to "logging in"
      Then nothing has jumped on the page of Ada

    @needs:own_settings
    Scenario: Other people to look after
      Given plans have their limits
      And on a slow line, Ada sees what jumps on a desktop
      And Ada has the role of admin, and a second factor
      When Ada comes to "looking after people"
      Then nothing has jumped on the page of Ada

    Scenario: An answer comes
      Given on a slow line, Ada sees what jumps on a small phone
      And Ada is in a conversation
      And answers are long on their way to Ada
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the answer names the 3 most expensive models of "2026-09" in order, with spending and share of the bill
      And nothing has jumped on the page of Ada

    Scenario: What was said is there again
      Given on a slow line, Ada sees what jumps on a small phone
      And Ada is in a conversation
      And Ada has asked "What are the three most expensive models in September 2026?"
      When Ada reloads the page
      Then the conversation is the same as before
      And nothing has jumped on the page of Ada
