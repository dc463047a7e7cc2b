@owner:chat
@severity:critical
Feature: Starting a conversation
  As a user with a new question
  I want a fresh conversation that names itself
  So that I find it again among the others

  @promise:fresh-conversation
  @browser
  @wire
  Rule: A new conversation begins empty

    Scenario: Ada begins anew beside an old conversation
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada starts a new conversation
      Then the conversation is empty

  @promise:conversation-names-itself
  @browser
  @wire
  Rule: The first question names the conversation

    Scenario: Ada finds the conversation by her question
      Given Ada is in a conversation
      When Ada asks "Which models do we use?"
      Then Ada finds a conversation named "Which models do we use?"

    Scenario: A second question does not rename it
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada asks "What did we spend in total in September 2026?"
      Then Ada finds a conversation named "Which models do we use?"
      And Ada has 1 conversation
